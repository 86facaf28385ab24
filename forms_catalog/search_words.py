"""The words people use for the same thing, in both languages: what the search takes for one concept.

A star stands for any ending, an underscore for a space. Words are written without accents, as the search reads them.
A word may stand in several concepts; of several beginnings of a word the longest counts. Request types bring only their
own phrases (`RequestType.keywords`).
"""

CONCEPTS = {
    # Things
    "account": (
        "account* acount* acct acc compt* cpt profil* membership* kompte cancel_my_account shut_my_account "
        "stop_my_account arreter_mon_compte cancel_account terminer_mon_compte conte account_back my_account_back"
    ),
    "phone": (
        "phone* phon mobile* smartphone* iphone* iphon android samsung galaxy pixel huawei xiaomi cell cellphone* "
        "handset* telephon* telefon* tel tels telo fon portable* gsm tph fone* cell_phone mobil moblie smartfone "
        "tel_portable oneplus nokia"
    ),
    "computer": (
        "computer* laptop* pc mac macbook* ordi ordis ordinateur* pc_portable desktop* imac chromebook notebook"
    ),
    "tablet": "tablet* ipad*",
    "device": "device* appareil* hardware materiel",
    "sim": "sim esim sim_card carte_sim operator* operateur* carrier* telco fournisseur_mobile",
    "app": "app apps appli applis applicatio*",
    "email": (
        "email* e_mail e_mails mail mails maill imail courriel* mel inbox* mailbox* mail_box messagerie* gmail* "
        "outlook* hotmail* yahoo* icloud proton* boite_mail boite_mails boite_de_reception boite_aux_lettres "
        "boite_e_mail e_mailbox adresse_mel aol sfr_mail boite_orange mels courrier* courier*"
    ),
    "message": "message* sms text_message texto* notification*",
    "password": (
        "password* pasword* passwrd paswd passwd pwd pswd pw passcode* mdp mot_de_pas* mots_de_pas* mot_pass* "
        "motdepasse mo2pass pass_word code_d_acces pass_phrase mots_passe"
    ),
    "username": (
        "username* user_name user_names userid user_id login_name pseudo* nom_d_utilisateur nom_utilisateur "
        "credential* login_id nickname identifiant identifiants"
    ),
    "second factor": (
        "a2f mfa tfa otp totp authenticat* authentificat* authy two_factor two_step 2_step 2_factor 2_fa "
        "2_facteurs double_authentification double_auth double_facteur deux_facteurs second_factor twofactor "
        "2step yubikey* yubi passkey* security_key cle_de_securite cles_de_securite cle_d_acces "
        "verification_en_deux six_digit 6_digit six_chiffres 6_chiffres code_a_6 code_a_six verification_app "
        "appli_de_codes auth_app auth_code auth_codes google_auth* one_time_code code_unique 2_etapes deux_etapes "
        "two_steps 2fa* cle_acces"
    ),
    "security key": "yubikey* yubi passkey* security_key cle_de_securite cles_de_securite cle_usb fido",
    "code": "code* digit* chiffre* qr",
    "link": "link* lien* url",
    "settings": "setting* parametr* reglage* configuration preference*",
    "settings lock": (
        "gsl vgp global_settings_lock global_setting_lock settings_lock setting_lock global_lock "
        "verrouillage_global verouillage_global verrou_global verrouillage_des_parametres verrou_des_parametres "
        "verrou_parametres verrou_sur_les_parametres lock_on_my_settings lock_on_settings"
    ),
    "global": "global*",
    "master key": "master_key masterkey cle_maitre cle_maitresse clef_maitre",
    "document": (
        "document* docs doc paper papers papier* justificat* piece* proof* preuve* attestation* attachment* "
        "bank_statement* releve releves releve_de_compte"
    ),
    "file": "file files fichier* photo* picture* scan* image* pdf screenshot* capture* jpg jpeg png",
    "identity": (
        "identit* kyc passport* passeport* id id_card carte_d_identite cni selfie* driving_licence permis "
        "driver_license driver_licence drivers_license drivers_licence driver_s_license driver_s_licence "
        "driving_license permis_de_conduire titre_de_sejour residence_permit carte_identite carte_de_sejour "
        "piece_d_identite pieces_d_identite piece_identite national_id visage face_photo facial face_scan "
        "face_check liveness papiers_d_identite identif*"
    ),
    "name": (
        "name names nom noms prenom* surname* maiden lastname first_name last_name middle_name family_name "
        "nom_de_famille firstname"
    ),
    "address": "address* adress* adres postcode* post_code* postal* zip zip_code zipcode code_postal street* rue",
    "number": "number* numero* num nbr",
    "site": "site* website* webpage* domain* page pages web homepage",
    "bank": (
        "bank* banqu* banc* iban sepa revolut n26 monzo wise bnp caisse_d_epargne credit_agricole "
        "societe_generale boursorama lloyds barclays hsbc paypal rib fiat"
    ),
    "transfer": (
        "transfer* virement* sepa swift wire ach bank_transfer wired wires virment* virer bank_wire faster_payment* vir"
    ),
    "card": (
        "card cards carte cartes visa cb apple_pay google_pay credit_card* debit_card* carte_bancaire carte_bleue "
        "mastercard* amex googlepay applepay gpay"
    ),
    "money": (
        "money fund funds savings argent fonds solde soldes balance* euro euros dollar* sous thune fric cash "
        "pounds gbp usd eur sterling economie* pognon oseille sou fiat_money"
    ),
    "crypto": (
        "bitcoin* btc eth ethereum ether crypto* coin coins token tokens usdt usdc sol solana xrp ripple doge "
        "litecoin ltc tether jeton* monero ada bnb cardano polkadot polygon matic avax avalanche shib shiba pepe "
        "dai tron trx eos stablecoin* altcoin* satoshi* sats dogecoin* btcs ethereums chainlink usdcoin"
    ),
    "company": (
        "company companies business* societe* entreprise* corporate llc ltd inc sarl sas sasu organisatio* "
        "organizatio* startup* start_up* pme eurl holding* association* my_ltd plc gmbh corporation* firm firms "
        "our_firm pro pros"
    ),
    "tax": (
        "tax taxes fisc* impot* tin nif irs 1099 ssn itin ein social_security numero_de_securite_sociale "
        "numero_spi tax_id contribuable* taxpayer* w8ben"
    ),
    "retirement": "ira retirement pension* retraite retraites 401k 401_k roth roth_ira sep_ira 403b",
    "video": "video* visio* zoom webcam face_cam facecam facetime cam camera* teams_call",
    "question": "question*",
    "data": (
        "data donnee* gdpr rgpd cnil dpo privacy confidentialit* personal_information informations_personnelles "
        "personal_data what_you_know_about_me what_do_you_know_about_me hold_about_me hold_on_me have_on_me "
        "have_about_me mes_infos infos_personnelles info_personnelle personal_info personal_details"
    ),
    "complaint": (
        "complain* reclam* plainte* plaindre unhappy dissatisf* mecontent* mediateur* mediation compensat* "
        "dedommag* indemni* litige* unacceptab* inacceptab* scandal* disgust* lawyer* avocat* solicitor* sue "
        "suing legal_action tribunal* court outrag* fed_up ras_le_bol angry furieu* furious incompeten* "
        "unprofession* deplorab* lamentab* honteu* escalat* grievance* ombuds* justice proces poor_service "
        "bad_service terrible_service awful_service service_nul honte"
    ),
    "feedback": (
        "feedback* suggest* rate rating ratings review* avis note noter satisf* opinion* survey* sondage* "
        "enquete_de_satisfaction evaluer evaluat* stars etoiles star improv* amelior*"
    ),
    "death": (
        "died die dead deceas* death* passed_away pass_away deces decede* mort morte morts funeral* estate* "
        "heritag* heritier* succession* inherit* heir heirs probate notair* bereave* deuil widow* veuf veuve "
        "executor* est_parti defunt* passed_on late_husband late_wife late_father late_mother late_mum late_dad "
        "feu_mon trepass* ayant_droit ayants_droit feue lost_my_husband lost_my_wife lost_my_father "
        "lost_my_mother perdu_mon_mari perdu_ma_femme perdu_mon_pere perdu_ma_mere testament* enterrement "
        "obseques passing will_and_testament est_decede s_est_eteint"
    ),
    "family": (
        "father* mother* husband wife dad daddy mum mom parent* pere mere mari femme frere soeur oncle tante "
        "grand* daughter uncle aunt conjoint* epoux epouse relative relatives proche proches papa maman famil* "
        "granny gran nan spouse* papi mamie papy fils fille neveu* niece nephew cousin* belle_mere beau_pere "
        "sister* brother* sibling* wifes husbands"
    ),
    "job": (
        "job jobs career* emploi* candidat* recrut* hiring cv resume stage stages internship* vacanc* poste "
        "embauch* hire hired intern interns recruiter* alternan* cover_letter cover_letters lettre_de_motivation "
        "apply_for job_opening salaire salary work_for_you work_with_your_team travailler_chez "
        "travailler_pour_vous work_at_your work_for_your working_for_you join_your_team join_the_team "
        "rejoindre_votre_equipe rejoindre_l_equipe rejoindre_vos_equipes open_position open_positions postul* "
        "developpeur* developer* ingenieur* engineer* freelanc* work_in_your poste_vacant apprenti*"
    ),
    "partner": (
        "partner* partenar* partenair* collab* alliance* joint_project joint_venture joint_ventures synerg* partenera*"
    ),
    "support": (
        "support* agent* advisor* helpdesk customer_service service_client sav assistance conseiller* staff "
        "employe* human humain real_person customer_care customer_support service_clients operatrice"
    ),
    "fee": (
        "fee fees frais commission* tarif* pricing cost costs cout couts coute coutent grille_tarifaire "
        "charge_per how_much_do_you_charge how_much_does combien_coute combien_ca_coute combien_vous_prenez cher "
        "chers chere expensive"
    ),
    "trade": (
        "trade* trading order orders ordre ordres tradin negociation position* limit_order stop_loss stoploss "
        "stop_limit take_profit market_order ordre_limite ordre_au_marche"
    ),
    # What happened
    "lost": (
        "lost lose losing loss misplac* missing mising perte paum* egar* disparu* introuvable* left_my left_it "
        "left_in laisse_mon laisse_ma oublie_mon_tel cant_find cannot_find cant_seem_to_find retrouve_plus "
        "trouve_plus retrouver not_find dont_know_where sais_plus_ou where_is_my_phone vanish* disappear* "
        "fell_out forgot_my_phone oublie_dans laisse_dans laisse_au laisse_a left_on left_at pomm* perd perds "
        "perdu* perdr*"
    ),
    "stolen": (
        "stole* steal* theft thief* thieves robbed robbery rob nicked pickpocket* burgl* vole* vol vols derob* "
        "cambriol* arrach* piqu* chour* tire snatch* mugg* pinched swiped agress* braqu* stoln rober robed volés "
        "chip* fauch* took_my_phone took_my_bag pris_mon_tel pris_mon_telephone"
    ),
    "broken": (
        "broke* break smash* crack* dead died drown* damag* cass* kc bris* hs foutu* noye* mort morte fell_in "
        "fell_into tombe* panne ruin* destroy* detrui* water_damage* explos* wont_turn_on wont_switch_on "
        "doesnt_turn_on s_allume_plus allume_plus black_screen ecran_noir ecran_casse dropped drop defect* faulty "
        "defaill* fried grille bricked dans_l_eau in_water in_the_water toilet* abim* fichu naze pannes"
    ),
    "new": "new newer brand_new nouv* nvx nveau neuf neuve replacement",
    "changed": (
        "chang* switch* upgrad* replac* remplac* update* modif* correct* mettre_a_jour mise_a_jour mettre_jour "
        "actualis* rectif* amend* edit alter replacement"
    ),
    "reset": (
        "reset* reinit* factory format* reinstall* wip* restaur* factory_reset reintialis* remise_a_zero "
        "remettre_a_zero"
    ),
    "deleted": "delet* uninstall* supprim* suprim* desinstall* remov* enlev* turn_off turn_it_off switch_off effac*",
    "broken codes": (
        "not_work* dont_work not_accepted marche_pas marchent_pas fonctionne_pas fonctionnent_pas doesnt_work* "
        "stopped_working stop_working pas_marche plus_fonctionne fonctionne_plus marche_plus marchent_plus "
        "fonctionnent_plus isnt_working not_functioning"
    ),
    "working": "work works working marche* fonction* accept* functions",
    "forgot": (
        "forgot* forget* forgt oubli* cant_remember dont_remember souvien* rappelle_plus remember* memoris* "
        "souvenir retrouve_pas_mon_mot rapelle_plus me_rappelle rappelle_pas rapelle_pas recall oubli"
    ),
    "expired": (
        "expir* outdated perim* too_late no_longer_valid plus_valable plus_valide plus_bon no_longer_good "
        "no_longer_works timed_out too_old trop_tard plus_actif dead_link"
    ),
    "sign in": (
        "login* logon log_in log_on logging_in log_me log_into logging sign_in sign_into signing_in signin "
        "signing signed* connect* conect* conex* connexio* get_in get_into s_identifier m_identifier se_loguer "
        "loguer entrer rentrer se_connecte log_back signing_on authentifier_sur let_me_in lets_me_in "
        "laisse_entrer laisse_pas_entrer wont_let_me get_back_in s_authentifier loggin deconnect* logged_out"
    ),
    "wrong": (
        "invalid* incorrect* incorect* wrong* error* erreur* eror erron* mauvais* bad pas_bon pas_bonne "
        "unknown_user mismatch inexact* not_correct mistak* inccorrect*"
    ),
    "refused": (
        "refus* reject* rejet* declin* denied deny failed fails fail not_accepted pas_accept* unsuccess* "
        "passe_pas passe_plus veut_pas echou* echec keeps_failing ne_passe_pas isnt_accepted"
    ),
    "locked": (
        "lock* bloqu* bloc* blok* disabl* desactiv* deactivat* suspend* frozen froze freez* ban banned banni* "
        "restrict* verrouill* gele* inactif inactive limited kicked_out verouill* inaccessible suspens* "
        "frozen_account verrou verrous pause paused"
    ),
    "temporarily": "tempor* provisoir* momentan*",
    "unlock": "unlock* unblock* deverrouil* deverouil* debloq* lift lever unfreez* degel*",
    "receive": (
        "receiv* reciev* recev* recoi* get getting got arriv* arive* come comes coming vien* deliver* turn_up "
        "show_up never_got showing reach* appear* apparai* land landed recu recus recue recues show shows shown "
        "s_affiche showed showed_up"
    ),
    "missing mail": (
        "no_mail no_mails no_email no_emails pas_de_mail pas_de_mails pas_d_email aucun_mail aucun_email 0_mail "
        "zero_mail plus_de_mail plus_de_mails nothing_in_spam not_in_spam nothing_in_my_inbox nothing_in_inbox "
        "rien_dans_ma_boite rien_dans_mes_mails empty_inbox never_receive_your rien_dans_mes_spams "
        "rien_dans_les_spams aucun_courriel pas_de_courriel mails_dont_arrive"
    ),
    "spam": "spam* junk indesirabl* pourriel*",
    "confirm": "confirm* activat* valid* verif*",
    "old": "old ancien* former previous* vieil* vieux precedent* ex",
    "closed": "closed shut ferme fermee fermes clotur* clos cloture clot",
    "close": (
        "close closes closing closure* shut_down shutting terminate* terminat fermer fermeture* ferm fermez "
        "cloturer cloture shut_my cancel_my_account resili* quitter quit leave leaving partir unsubscrib* "
        "desinscri* desabonn* terminer_mon_compte stop_my_account arreter_mon_compte cancel_account wind_up "
        "close_down"
    ),
    "hours": "hour* heure* horair* opening_hours opening_times office_hours",
    "reopen": (
        "reopen* re_open reopn rouvr* reouv* re_ouvrir reactiv* restor* unclose* undelete* open_again get_back "
        "ouvrir_a_nouveau ouvrir_de_nouveau come_back revenir open_it_again want_it_back back_again "
        "recuperer_un_compte rouverture re_activ* reinstat* rejoin comeback account_back my_account_back "
        "compte_a_nouveau"
    ),
    "open": "open opens opened ouvr*",
    "access": "acces* acced* aces",
    "hacked": (
        "hack* hak* pirat* compromis* breach* intrus* hijack* taken_over took_over broke_into break_in got_into "
        "prise_de_controle broken_into got_hacked someone_in_my_account taken_control"
    ),
    "stranger": (
        "someone* somebody stranger* unknown* unrecogni* quelquun quelqu_un inconnu* autre_personne other_person "
        "not_me pas_moi wasnt_me c_est_pas_moi unauthori* non_autoris* sans_mon_accord without_permission "
        "without_my people_using some_one quelqun quelqu1 kkun kelkun qqn qqun qq1 kelk1 quelquin "
        "personne_d_autre other_people wasn_t_me not_by_me it_wasnt_me ce_n_est_pas_moi n_est_pas_moi "
        "etait_pas_moi"
    ),
    "not mine": (
        "didnt_make did_not_make didnt_do did_not_do never_made dont_recogni* not_recogni* do_not_recogni* "
        "pas_fait jamais_fait reconnais_pas reconnait_pas ne_reconnais pas_autorise not_mine not_authori* "
        "pas_reconnu i_never_did never_did havent_made didnt_ask did_not_ask pas_demande jamais_demande "
        "rien_demande not_initiated didnt_initiate didnt_request did_not_request did_not_place didnt_place "
        "never_placed never_requested didnt_authori* did_not_authori* pas_initie pas_passe jamais_passe "
        "not_made_by_me never_authori* never_asked pas_effectue jamais_effectue non_effectue didnt_recogni* "
        "never_sent pas_envoye_moi wasnt_mine isnt_mine was_not_mine is_not_mine pas_a_moi pas_de_moi"
    ),
    "strange": (
        "suspicio* suspec* strange* weird* bizar* etrang* louche* unusual* inhabituel* odd anormal* abnormal* "
        "fishy sketchy chelou bizzar* douteu* wierd"
    ),
    "activity": "activit* transaction* operation* movement* mouvement*",
    "emptied": (
        "empt* vide drain* gone disparu* vider clean_out cleaned_out plus_rien vides videe vider_mon "
        "left_my_account is_zero at_zero solde_a_0 all_gone vanish* disappear* took_everything tout_pris "
        "tout_vire tout_vide tout_retire cleared_out siphon* pompe wiped_out plus_rien_sur balance_is_0 zero "
        "shows_zero shows_0 affiche_0"
    ),
    "withdraw": (
        "withdr* retrait retraits retir* cash_out cashout payout* sortie* sent_out witdraw* withraw* widthdraw* "
        "cashed_out cashing_out sortir take_out take_my_money_out move_my pull_out recuperer_mes_fonds "
        "recuperer_mon_argent get_my_money_out send_out sent_my_coins_out"
    ),
    "deposit": "depot* depos* credit topup top_up top_ups alimenter funded approvisionn* deposer",
    "waiting": (
        "pending stuck waiting attente delay* retard* slow lent coince* attend attends attendre waits still_not "
        "toujours_pas on_hold held hold en_cours processing taking_too_long takes_too_long unconfirmed for_days "
        "retenu* stalled"
    ),
    "fraud": (
        "fraud* scam* arnaq* arnak* escroc* escroq* con_artist ripped_off swindl* tricked trick duped pieg* "
        "filout* rip_off rippedoff conned entourloup* blackmail* chantage"
    ),
    "fake": (
        "fake* faux fausse* false phish* fishing hamecon* impost* impersonat* imit* clone* usurp* pretend* bogus "
        "copycat look_alike faisant_passer fait_passer font_passer contrefa* spoof* not_really_you really_you "
        "vraiment_vous legit* officiel* smishing pose_as posing_as poses_as se_faire_passer really_from_you "
        "really_from from_you_really bien_de_vous vient_de_vous vraiment_de_vous your_logo votre_logo genuine* "
        "authentique* phony phoney lookalike* with_your_name using_your_name a_votre_nom copie_de_votre ressembl* "
        "resembl* looks_like_you"
    ),
    "call": "call called calling calls appel* phoned rang ring coup_de_fil telephoner telephone_call telefoner phoning",
    "call back": (
        "call_back callback call_me ring_me phone_me speak_to talk_to parler_a etre_appele rappeler rappelez* "
        "rappellez* rapelez* rapeler rappele rappels rappel rappeles speak_with talk_with parler_avec call_us "
        "give_me_a_call parler_a_quelqu appelez_moi appeler_moi m_appeler telephonez phone_support "
        "phone_conversation ring_back phone_back de_vive_voix get_a_call speak_on_the_phone talk_on_the_phone"
    ),
    "gave": (
        "gave given share* donne donner entered typed clicked cliqu* told transmis handed gave_out fourni "
        "communiqu* revealed disclosed dicte told_him told_them envoye_mon_code sent_my_code donnez donnes"
    ),
    "remote": (
        "remote* anydesk teamviewer distance prise_en_main team_viewer rustdesk screen_shar* partage_d_ecran "
        "a_distance prendre_la_main pris_la_main quicksupport"
    ),
    "sim swap": "sim_swap simswap swap swapped simswapp* sim_swapp* sim_stopped sim_piratee stolen_sim",
    "unexpected": "unexpect* inattendu* surpris*",
    "marriage": (
        "marri* wedding divorc* maiden_name wed newlywed* mariee maries mariees marier transition* gender* genre "
        "deed_poll pacs pacsee nom_d_epouse nom_d_usage jeune_fille remari* mariag* nom_de_jeune_fille"
    ),
    "moved": (
        "moved moving move demenag* relocat* home maison appartement domicile flat apartment* appart logement* "
        "move_to moving_to emmenag* live_in now_live living_in live_now vis vit habite j_habite expatri* expat "
        "resid* settled installe emigrat* immigr* house houses new_house"
    ),
    "verify": "verif* prove prouver confirm* valid*",
    "beneficial owner": (
        "benefic* ubo shareholder* actionnair* proprietair* dirigeant* associes director directors gerant gerante "
        "associe kbis statuts ownership shareholding* parts_sociales capital_social detention ubos kyb 25_percent "
        "25_pour_cent owner owners"
    ),
    "appointment": (
        "appointment* book booking schedul* rendez_vous rdv reserv* slot slots creneau* prendre_rendez reschedul* "
        "postpon* reporter_mon rendezvous meeting* missed_my calendrier calendar date dates day_and_time "
        "reprogramm* decaler booked bookings"
    ),
    "send": (
        "send* sent submit* upload* envoy* envoi* transmet* telever* joindre fournir provide soumettre deposer "
        "attach* joins rattacher ajouter_un_document ajouter_une_piece hand_in scanner add_a_file add_a_document "
        "add_documents"
    ),
    "asked": "asked ask request* requir* demand* needed want* reclame",
    "erase": "eras* effac* delet* supprim* oubli droit_a_l_oubli forget_me remove_my",
    "copy": "copy copie export* download* telecharg* obtain obtenir extract recuperer_mes_donnees",
    "request": "request* demande* ticket* case dossier*",
    "police": "police gendarmerie depot_de_plainte pv police_report* plainte_a_la_police commissariat",
    "slow answer": (
        "no_answer no_reply no_response still_waiting pas_de_reponse sans_reponse aucune_reponse ignored ignore "
        "weeks semaines nobody_answers personne_ne_repond no_one_answers no_one_replies nobody_replies "
        "nobody_responds no_one_responds repond_pas repondez_pas reponds_pas personne_me_repond "
        "laisse_sans_reponse never_answer ghosted ghosting"
    ),
    "other": "other others autre* divers general* something miscellaneous different_question une_autre",
    "travel": "travel* voyag* holiday* vacanc* trip",
    "misspelt": "misspel* mispel* spell* spelt orthograph* typo typos faute* coquille*",
    "wallet": "wallet* portefeuille* ledger trezor metamask exodus coinbase binance blockchain",
    "network": "network* reseau* chain erc20 trc20 bep20 erc_20 trc_20 bep_20",
    "memo": "destination_tag destination_tags tag_destination tag_de_destination dest_tag tag tags memo memos",
    "minimum": "minim*",
    "exempt": "exempt* exoner* w_9 w9 w_8 w8",
    "integration": "integr* white_label marque_blanche",
    "listing": "listing* listed list_our list_my list_a lister coter cotation* token_listing get_listed",
    "sponsor": "sponsor* parrain*",
    "event": (
        "event* evenement* conference* meetup* summit* sommet* hackathon* salon* expo expos expositio* "
        "exhibition* booth* stand trade_fair* trade_show* foire* congres congress seminar* seminaire* webinar* "
        "webinaire* speaker* intervenan* keynote* festival* forum* workshop* atelier* tournament* tournoi* "
        "concours table_ronde panel_discussion meet_up speak_at colloque* blockchain_week"
    ),
    "offer": (
        "offer* offr* propos* pitch* devis vendor* supplier* fournisseur* prestat* agency agencies agence* "
        "estimate quotation* sell_you vous_vendre sell_our vendre_nos"
    ),
    "advertising": (
        "advert* publicit* pub ads marketing seo campaign* campagne* promot* promo influen* affiliat* affilie* "
        "media_kit sponsored_article article_sponsorise backlink* guest_post youtub* newsletter*"
    ),
    "service": "service* produit produits product products solution solutions logiciel* software saas",
    "institution": (
        "institution* hedge_fund* family_office* fund_manager* asset_manager* asset_management* otc "
        "over_the_counter gre_a_gre prime_broker* prime_service* custod* conservation market_mak* teneur* "
        "treasur* tresorer* fonds_d_investissement investment_fund* investment_firm* gestion_d_actifs "
        "societe_de_gestion gros_volume* grands_volumes large_volume* high_volume* large_trade* large_order* "
        "block_trade* gros_ordres hedge pension_fund* fonds_de_pension asset_custody crypto_fund fonds_crypto "
        "banque_privee private_bank* corporate_treasury fonds_commun brokerage* courtier*"
    ),
    "sell": "sell sells selling sold vend vends vendu* vendre vente ventes",
    "buy": "buy* bought purchas* achat* achet*",
    "executed": "fill filled filling execut* trigger* declench*",
    "liquidated": "liquidat* margin_call appel_de_marge stopped_out",
    "price": "price* prix cours slippage glissement spread*",
    "product": (
        "staking stake stakes staker staked margin marge futures leverage* levier earn derivat* staking_rewards "
        "contrats_a_terme contrat_a_terme perps perpetual*"
    ),
    "enable": "enabl* turn_on switch_on activer active allow* autoriser eligib*",
    "level": "level* niveau* tier* palier*",
    "limit": "limit limits limite limites plafond* cap raise_limit seuil*",
    "unavailable": "unavailab* indisponib* not_available pas_disponible",
    "attempts": "attempt* tentativ* essais too_many_tries trop_d_essais trop_essaye too_many_times",
    "approve": "approv* approuv*",
    "credited": "credite* non_credite",
    "social network": (
        "telegram whatsapp instagram insta facebook fb twitter tiktok discord reddit linkedin snapchat messenger "
        "social_media reseaux_sociaux reseau_social"
    ),
    "handwritten": "handwrit* hand_written manuscrit* ecrit_a_la_main ecrite_a_la_main",
    "crash": (
        "crash* plant* bug bugs bugg* bugu* glitch* lag lags laggy bogue* app_frozen app_freez* page_frozen "
        "screen_frozen keeps_freezing keeps_closing closes_itself se_ferme blank* white_screen ecran_blanc "
        "outage* offline panne hors_ligne"
    ),
    "load": "load* charg* spinning spins tourne_en_boucle tourne_dans_le_vide goes_round charge",
    "charged": "charged charge debite* billed prelev* took_the_money money_taken argent_preleve",
    "twice": "twice deux_fois 2_fois two_times double_charge",
    "refund": "refund* rembours* money_back chargeback*",
    "payment": "payment* paiement* paiment* pay paying paid paye payer",
    "school": (
        "school* ecole* universit* uni fac college* lycee student* etudiant* employer* employeur* ex_employer "
        "old_job ancien_travail boite_pro work_email work_address work_mail mail_pro adresse_pro email_pro "
        "mail_professionnel adresse_professionnelle left_the_company left_my_company left_company "
        "quitte_l_entreprise quitte_mon_entreprise"
    ),
    "country": "country countries pays abroad etranger foreign overseas outre_mer province* canton*",
    "our number": (
        "your_number your_phone your_phone_number your_telephone votre_numero votre_numero_de_telephone "
        "votre_telephone your_hotline numero_du_support numero_du_service support_number phone_number_of_support"
    ),
}

_NOTHING_TOLD = """
1 10 2 3 4 5 6 7 8 9 a about actually afin after again ago ai aide ainsi ait ale all aller alone along alors already
also always am amount amounts an and annee annees ans any anymore anyone anything apparently apple apres are as
assez at au aujourd aussi autant aux avant avec avez avoir bah basically be been before being ben besoin bien bit
bjr bon bonjour bonne bonsoir both brand bring bro brought bsr but by c ca came can car cause cdlt cdt ce ceci cela
celle celui certainly ces cest cet cette chaque chez chose chui ci city clearly client clients com comme comment
community concern concernant concerned conversation cordialement coucou could count counts course courses customer
customers d dans day days de dear dearest deja demain depuis dernier derniere des desole deux did dimanche dire dit
dites do does doesn doing dois doit doivent donc done dont down dsl du due during each easy either elle else en
encore enough ensuite entre especially est et etait ete etre eu euh eux even evening ever every everything exactly
exemple facile fai faire fais fait fin finally find first five fo fois font for four friday friend friends from
future g gens go goes going gonna good gotta grant grown guy guys h had happen happened happening happens has have
having he hein hello help her here hers hey hi hier his homme honestly honnetement hope how however hr hrs http
https hum i ici il ils im important importante in including indeed indiquer instead interest internet is isnt issue
issues it its ive j jai je jeudi jme jour journee jours jpeux jsuis just juste jveux kan keep keeps kept kind know
known kraken l la laquelle large last lately later le least lequel les let lets leur leurs like liste literally
little lmk lol london longtemps look looking looks lors lorsque lot lots love loved lui lundi lyon m ma madam madame
made mai maintenant mais make making mal man many mardi matin may maybe me meme merci mercredi mes messieurs might
min mine mins minute minutes moi moins mois moment mon monday monsieur month months morning most mr mrs ms much must
my myself n ne near nearly need neither night nope normal normale normalement nos notamment notre nous now nul
obviously of off oh ok okay okey omg on once one only onto or org otherwise ou ouai ouais oui our out over own par
parce parfois paris pb pbs pendant people perhaps peu peut peux pk please pliz plizz pls plutot plz point possible
possibly pour pourquoi pourtant pouvez pouvoir pq pr presque pretty prob problem probleme problemes problems process
public puis puisque put puts q qd quand que quel quelle quelque quelques qui quite quoi raison raisons random rather
read really reason recemment recent recently regards s sa said sais salut samedi saturday savoir saw say says se sea
seem seems seen semaine sen sera ses several shall she should si since sincerely sir so soir soit son soon sorry
sort souci soudain start started starts stay stays still store stored stores stp stuff style such suddenly suis
sunday sur sure surely svp sympa t ta table tables take takes taking tant tard tas te team tell temps tes than thank
thanks that thats the their them then there they thing things think this thought three thursday thx til till time
times to today together tomorrow ton tonight too took toujours tous tout toute toutes toward town train trains tres
tried tries trois trop trouble truc trucs try trying tu tuesday two type types u un under une until up ur urgence
urgent us used uses using usually utilise utiliser v va vais vas vendredi vers very veuillez veux via ville voici
voila voir vois vos votre voudrais voulez vouloir vous vraiment vs want wanted wants was way ways we wednesday week
weekend well were what when where which while who whole whom why will window wish with within woman would www y ya
yeah year years yep yes yesterday yet yo you your youre
"""
NOTHING_TOLD = frozenset(_NOTHING_TOLD.split())
"""Words that tell nothing about what somebody means."""

NEGATIONS = """
no not non pas plus never jamais aucun aucune cant cannot couldnt dont doesnt didnt wont isnt arent havent hasnt
hadnt wasnt unable impossible sans without rien nothing none pa po neither nobody nor cannt couldn cudnt doesnot
wouldnt
"""
"""Words that turn another one round: they tell a little, and only together."""

MISFORTUNES = frozenset({"lost", "stolen", "hacked", "broken", "forgot", "fraud", "death"})
"""What has not happened when a negation stands right before it."""

HARMS = frozenset({"lost", "stolen", "hacked", "fraud", "fake", "stranger", "not mine", "emptied", "sim swap"})
"""What makes a matter one that cannot wait: something was taken, or somebody else is at work."""
